"""What leaves the platform: certificates, their public check, exports."""
