// Builds what the pages load: one style sheet, the fonts, the GOV.UK script, an icon, and a manifest of content hashes.
// Runs at install time only; `shared/pages/static/build/` is git-ignored and copied into the image.
//
// GOV.UK's own compiled style sheet, fonts and images are left out on purpose: the font GDS Transport and the crown are
// licensed for gov.uk alone.

import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { compile } from "sass";

const assets = dirname(fileURLToPath(import.meta.url));
const root = dirname(assets);
const modules = join(root, "node_modules");
const target = join(root, "shared", "pages", "static", "build");

const FONT = "noto-sans";
const FONT_FAMILY = "Noto Sans";
// Albanian is covered by "latin"; "latin-ext" serves names from neighbouring languages (č, ć, š, ž, ő, ğ).
const SUBSETS = ["latin", "latin-ext"];
const WEIGHTS = [400, 700];

const version = (name) => JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8")).version;

function fontFaces() {
  const fontPackage = join(modules, "@fontsource", FONT);
  const ranges = JSON.parse(readFileSync(join(fontPackage, "unicode.json"), "utf8"));
  const release = version(`@fontsource/${FONT}`);
  const faces = [];
  for (const subset of SUBSETS) {
    for (const weight of WEIGHTS) {
      const name = `${FONT}-${subset}-${weight}-normal`;
      // The release stands in the file's name because static files are cached for a year.
      const file = `fonts/${name}-${release}.woff2`;
      cpSync(join(fontPackage, "files", `${name}.woff2`), join(target, file));
      faces.push(
        `@font-face{font-family:"${FONT_FAMILY}";font-style:normal;font-display:swap;font-weight:${weight};` +
          `src:url("${file}") format("woff2");unicode-range:${ranges[subset]}}`,
      );
    }
  }
  cpSync(join(fontPackage, "LICENSE"), join(target, "fonts", "LICENSE"));
  return faces.join("\n");
}

function styleSheet() {
  const { css } = compile(join(assets, "besa.scss"), {
    loadPaths: [modules],
    style: "compressed",
    // Sass would begin with a byte order mark, which after our font rules is part of the next selector and voids it.
    charset: false,
  });
  if (css.includes("GDS Transport") || css.includes("/images/")) {
    throw new Error("the style sheet names a font or a picture that is reserved for gov.uk");
  }
  return css;
}

function scripts() {
  const govuk = `govuk-frontend-${version("govuk-frontend")}.min.js`;
  const source = readFileSync(join(modules, "govuk-frontend", "dist", "govuk", "govuk-frontend.min.js"), "utf8");
  // The map is not served, and a browser's developer tools would ask for it and log an error.
  writeFileSync(join(target, govuk), source.replace(/\n\/\/# sourceMappingURL=.*\n?$/, "\n"));
  return readFileSync(join(assets, "besa.js"), "utf8").replace("govuk-frontend", `./${govuk}`);
}

const hash = (file) => createHash("sha256").update(readFileSync(join(target, file))).digest("hex").slice(0, 12);

rmSync(target, { recursive: true, force: true });
mkdirSync(join(target, "fonts"), { recursive: true });
writeFileSync(join(target, "besa.css"), `${fontFaces()}\n${styleSheet()}\n`);
writeFileSync(join(target, "besa.js"), scripts());
cpSync(join(assets, "passkeys.js"), join(target, "passkeys.js"));
cpSync(join(assets, "icon.svg"), join(target, "icon.svg"));

const files = readdirSync(target, { withFileTypes: true }).filter((entry) => entry.isFile());
const manifest = Object.fromEntries(files.map((entry) => [entry.name, hash(entry.name)]));
writeFileSync(join(target, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
// Made smaller once and for good, at the highest level; a server chooses by what the browser accepts.
for (const name of Object.keys(manifest)) {
  const content = readFileSync(join(target, name));
  writeFileSync(join(target, `${name}.br`), brotliCompressSync(content));
  writeFileSync(join(target, `${name}.gz`), gzipSync(content, { level: 9 }));
}
console.log(`shared/pages/static/build: ${Object.keys(manifest).join(", ")}`);
