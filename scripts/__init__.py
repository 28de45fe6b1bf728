"""What a newcomer runs: demo.py and test.py; and what keeps the project honest: bench.py, write_replies.py."""
