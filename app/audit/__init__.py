"""The Trail: who did what, when and why, told in sentences, and the proof that nothing of it was altered."""
