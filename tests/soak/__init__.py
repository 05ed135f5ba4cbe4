"""`python -m tests.soak`: an installation of its own under a steady load for a while, the story played over and over in it."""
