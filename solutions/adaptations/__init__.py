"""A practice that somebody made their own: a solution of its own, which says where it comes from."""
