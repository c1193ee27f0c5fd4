"""One record in each form, as programs write them."""

from typing import Final

RIS: Final = """\
TY  - JOUR
AU  - Furmark, Tomas
AU  - van der Berg, A. B.
TI  - Common changes in cerebral blood flow
T2  - Archives of General Psychiatry
VL  - 59
IS  - 5
SP  - 425
EP  - 433
PY  - 2002
DA  - 2002/05/01/
DO  - https://doi.org/10.1001/archpsyc.59.5.425
KW  - amygdala
PET
SN  - 0003-990X
UR  - https://jamanetwork.com/x
AB  - It fell
in both groups.
ER  -\x20
"""
BIBTEX: Final = r"""@article{furmark,
  author = {Furmark, Tomas and van der Berg, A. B. and {The Group}},
  title = {Common changes in {CBT} and M\"{o}bius: H\textsubscript{2}O},
  journal = "Archives of General Psychiatry",
  volume = 59, number = 5, pages = {425--433}, year = 2002, month = may, day = 1,
  doi = {10.1001/archpsyc.59.5.425}, keywords = {amygdala, PET},
}
"""
NBIB: Final = """\
PMID- 11982446
OWN - NLM
DP  - 2002 May
TI  - Common changes in cerebral blood flow in patients with social
      phobia.
PG  - 425-33
LID - 10.1001/archpsyc.59.5.425 [doi]
AB  - It fell.
FAU - Furmark, Tomas
AU  - Furmark T
CN  - The Group
LA  - eng
PT  - Journal Article
TA  - Arch Gen Psychiatry
JT  - Archives of general psychiatry
VI  - 59
IP  - 5
IS  - 0003-990X (Print)
"""
CSL: Final = """\
{
  "id": "x",
  "type": "journal-article",
  "title": "Common changes in cerebral blood flow",
  "author": [{"family": "Furmark", "given": "Tomas"}],
  "issued": {"date-parts": [[2002, 5]]},
  "container-title": ["Archives of General Psychiatry"],
  "DOI": "10.1001/ARCHPSYC.59.5.425"
}
"""
