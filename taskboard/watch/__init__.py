"""What a person keeps an eye on: lists under a name, tasks they follow, how far they have read."""
