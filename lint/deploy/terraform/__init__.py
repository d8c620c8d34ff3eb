"""Terraform and OpenTofu: resources in HCL text and in plans, as the v1 resources that they amount to."""
