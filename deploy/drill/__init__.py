"""`python -m deploy.drill`: an installation loses its data and comes back from a backup; prints what each step took."""
