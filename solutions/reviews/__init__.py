"""How good a practice is: the published criteria, what moderators and invited reviewers say by them, and badges."""
