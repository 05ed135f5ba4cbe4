"""`make bench`: ratios measured in one run, the raw limit beside ours. Nothing here decides a test."""
