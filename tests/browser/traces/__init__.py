"""Generated ways through an EHR, and what a panel beside it may show at each moment of them."""
