"""What the placeholders of a published template stand for."""
