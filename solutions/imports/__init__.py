"""Bringing solutions in from files: uploaded, checked, made into drafts in the background, handed out, sent."""
