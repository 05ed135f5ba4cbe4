"""What the office has in its library (`desk`), and what anybody may read of it (`public`)."""
