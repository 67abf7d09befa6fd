"""Quality of cleaning, measured on shared data: each row says what it measures and what must be reached."""
