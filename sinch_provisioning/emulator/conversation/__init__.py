"""Channel information of Conversation API apps, served."""
