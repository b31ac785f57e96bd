"""What the reading learnt from examples, and how to learn it again (decision 0024)."""
