"""Questions of readers on a practice, and the answers of its people."""
