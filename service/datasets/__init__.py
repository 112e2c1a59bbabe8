"""The datasets as programs read of them: counted (VoID), and in a catalogue (DCAT)."""
