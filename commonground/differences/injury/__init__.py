"""An injury inside a difference: refer first, step by step, and note that it was referred."""
