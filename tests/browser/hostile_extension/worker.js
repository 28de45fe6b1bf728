// Does nothing by itself: tests/browser/test_attackers.py runs what another extension could, in here.
