from funding.models.channel import ApplicationWindow, Channel, ChannelStatus, ChannelType

__all__ = ["ApplicationWindow", "Channel", "ChannelStatus", "ChannelType"]
