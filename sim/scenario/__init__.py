"""What is assumed: scenarios, designs, luck."""
