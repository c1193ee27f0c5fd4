// What this browser keeps until the site has it: whole forms, by account, article and tab. IndexedDB writes it to disk
// at once, so it is there after a crash. Where the browser keeps nothing, `keep` says so by returning false.
const STORE = "forms";
let database = null;

function asked(request) {
  return new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error));
    request.addEventListener("blocked", () => reject(new Error("blocked")));
  });
}

function opened() {
  database ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("desk", 1);
    request.addEventListener("upgradeneeded", () => request.result.createObjectStore(STORE));
    asked(request).then(resolve, reject);
  });
  return database;
}

async function stored(mode, act) {
  const transaction = (await opened()).transaction(STORE, mode, { durability: "strict" });
  const result = await asked(act(transaction.objectStore(STORE)));
  if (mode === "readwrite") {
    await new Promise((resolve, reject) => {
      transaction.addEventListener("complete", resolve);
      transaction.addEventListener("abort", () => reject(transaction.error));
    });
  }
  return result;
}

export async function keep(key, value) {
  try {
    await stored("readwrite", (forms) => forms.put(value, key));
    return true;
  } catch {
    return false;
  }
}

export async function drop(key) {
  try {
    await stored("readwrite", (forms) => forms.delete(key));
  } catch {
    // There is nothing to drop where nothing could be kept
  }
}

// All that begins with `prefix`, the newest first, each with its key
export async function recall(prefix) {
  try {
    const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
    const keys = await stored("readonly", (forms) => forms.getAllKeys(range));
    const values = await stored("readonly", (forms) => forms.getAll(range));
    return values.map((value, at) => ({ ...value, key: keys[at] })).sort((one, other) => other.at - one.at);
  } catch {
    return [];
  }
}
