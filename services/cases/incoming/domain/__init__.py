"""What a file says against what is known, and what makes a row of recommendations to the office one."""
