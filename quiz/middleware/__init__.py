"""What every request passes through beside Django's own middleware."""
