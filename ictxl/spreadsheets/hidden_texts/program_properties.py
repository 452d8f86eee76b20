"""Custom properties that programs set by themselves: nobody typed them."""

from __future__ import annotations

import re

_NAMES = (
    *("AppVersion", "DocSecurity", "HyperlinksChanged", "LinksUpToDate", "ScaleCrop"),
    *("ShareDoc", "WorkbookGuid", "SourceModified", "ContentTypeId", "MediaServiceImageTags"),
    *("TaxCatchAll", "TaxCatchAllLabel", "TaxKeyword", "TaxKeywordTaxHTField"),
    *("xd_Signature", "xd_ProgID", "TemplateUrl", "ComplianceAssetId", "TriggerFlowInfo"),
    *("_ExtendedDescription", "SharedWithUsers", "SharedWithDetails", "SharedWithUsersGroup"),
    *("_SharedFileIndex", "_SourceUrl", "_ColorHex", "_ColorTag", "_Emoji", "_activity"),
    *("WorkflowChangePath", "WorkflowCreationPath", "_NewReviewCycle", "_AdHocReviewCycleID"),
    *("_TentativeReviewCycleID", "_PreviousAdHocReviewCycleID", "_AuthorEmail"),
    *("_AuthorEmailDisplayName", "_ReviewingToolsShownOnce", "_MarkAsFinal"),
    *("KSOProductBuildVer", "KSOTemplateUUID", "KSOReadingLayout", "KSORubyTemplateID"),
    *("ICV", "commondata", "GrammarlyDocumentId", "NXPowerLiteLastOptimized"),
    *("NXPowerLiteSettings", "NXPowerLiteVersion"),
    *("ClassificationContentMarkingHeaderLocations",),
    *("ClassificationContentMarkingFooterLocations",),
)
_BEGINNINGS = (
    *("ictxl_", "MSIP_Label_", "MediaService", "MediaLengthInSeconds", "_dlc_"),
    *("_ip_UnifiedCompliance", "KSOProduct", "KSOTemplate"),
    *("display_urn:schemas-microsoft-com", "lcf76f155ced4ddcb4097134ff3c332f"),
)
_WORD = re.compile(r"[\w:.#-]+")
_TERMS = re.compile(r"[0-9a-f]{32}")
"""A column of terms keeps them under an identifier of its own."""


def is_programs_property(name: str) -> bool:
    """ictxl's own, or one that Office, SharePoint, WPS, or a converter sets."""
    if name in _NAMES or _TERMS.fullmatch(name):
        return True
    return name.startswith(_BEGINNINGS) and _WORD.fullmatch(name) is not None
