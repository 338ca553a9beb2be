// Loads the page's wasm: the one script that is not generated. It is a file because index.html allows no inline script.
const { script, wasm } = document.querySelector("script[data-wasm]").dataset;
const notice = document.getElementById("boot");
const address = (path) => new URL(path, document.baseURI).href;

try {
  const { default: start } = await import(address(script));
  await start({ module_or_path: address(wasm) });
  notice.remove();
} catch (error) {
  notice.textContent =
    "Hinterland could not start. It needs a browser from 2023 or later (Chrome, Edge, Firefox or Safari 16.4) with " +
    `WebAssembly allowed. If yours is newer, reload the page. The browser says: ${error}`;
  throw error;
}
