"""What people read in words: a history told, the causes of an event, the headline, the answers to questions, tables as text."""
