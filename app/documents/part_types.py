"""The closed lists of what a Word template may be made of."""

OFFICE = "application/vnd.openxmlformats-officedocument"
WORD = f"{OFFICE}.wordprocessingml"
MAIN_TYPE = f"{WORD}.document.main+xml"
RELATIONSHIPS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
IMAGE_TYPES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff", "image/gif": b"GIF8"}
XML_TYPES = frozenset(
    {
        MAIN_TYPE,
        RELATIONSHIPS_TYPE,
        *(
            f"{WORD}.{name}+xml"
            for name in (
                "styles",
                "settings",
                "webSettings",
                "fontTable",
                "numbering",
                "header",
                "footer",
                "footnotes",
                "endnotes",
                "comments",
                "commentsExtended",
                "commentsIds",
                "commentsExtensible",
                "people",
                "document.glossary",
            )
        ),
        f"{OFFICE}.theme+xml",
        f"{OFFICE}.extended-properties+xml",
        f"{OFFICE}.custom-properties+xml",
        f"{OFFICE}.customXmlProperties+xml",
        "application/vnd.openxmlformats-package.core-properties+xml",
        "application/vnd.ms-word.stylesWithEffects+xml",
        "application/vnd.ms-office.classificationlabels+xml",
        "application/xml",  # customXml items
    }
)
RELATIONSHIP_KINDS = frozenset(
    """officeDocument styles stylesWithEffects settings webSettings fontTable theme numbering header footer footnotes
    endnotes comments commentsExtended commentsIds commentsExtensible people image hyperlink core-properties
    extended-properties custom-properties customXml customXmlProps thumbnail
    glossaryDocument classificationlabels""".split()
)
FORBIDDEN_ELEMENTS = {
    "altChunk": "an embedded foreign file (altChunk)",
    "attachedTemplate": "an attached template",
    "mailMerge": "a mail merge source",
    "subDoc": "a sub-document",
    "object": "an embedded object (OLE)",
    "OLEObject": "an embedded object (OLE)",
    "oleObj": "an embedded object (OLE)",
    "control": "a control (ActiveX)",
    "frameset": "a frame set",
    "movie": "a film",
    "videoFile": "a film",
    "audioFile": "a sound",
    "contentPart": "an ink part",
    "script": "a script",
    "saveThroughXslt": "a transformation on saving",
}
FIELDS = frozenset(
    """PAGE NUMPAGES SECTION SECTIONPAGES DATE TIME CREATEDATE SAVEDATE PRINTDATE HYPERLINK REF PAGEREF NOTEREF STYLEREF
    SEQ TOC TC TITLE SUBJECT AUTHOR DOCPROPERTY FILENAME FORMTEXT FORMCHECKBOX""".split()
)
