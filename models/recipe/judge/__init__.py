"""The judge: a picture tower and a text tower that were never part of any model's training, and attribute heads."""
