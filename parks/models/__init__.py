from parks.models.announcement import Announcement
from parks.models.park import Park, ParkAssignment, ParkFormerName
from parks.models.profile import Milestone, ProfileSection
from parks.models.zone import Zone

__all__ = ["Announcement", "Milestone", "Park", "ParkAssignment", "ParkFormerName", "ProfileSection", "Zone"]
