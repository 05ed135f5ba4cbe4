"""What people fill in on the pages of cases, the labels of the closed words there, and what is said when it is refused."""
