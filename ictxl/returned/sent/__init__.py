"""What a form was sent as: the records of its hidden sheets, its layout, texts that go on."""
