// The search of the published static site: fetches the few files of the index that a question needs and compares here.
// How the index is built stands in zoneportal/static_site/search_index.py.

const A_PAGE = 20;
const MOST_WORDS = 6;
const MOST_BLOCKS = 12; // fetched for one question, so that a phone stays light

const form = document.getElementById("search");
const box = form.elements.q;
const status = document.getElementById("search-status");
const list = document.getElementById("search-results");
const more = document.getElementById("search-more");
const say = form.dataset;
const kinds = new Map([...document.querySelectorAll("#search-kinds li")].map((item) => [item.dataset.kind, item.textContent]));

const fetched = new Map();
function load(name) {
  if (!fetched.has(name)) {
    const answer = fetch(say.index + name).then((response) => {
      if (!response.ok) throw new Error(name);
      return response.json();
    });
    answer.catch(() => fetched.delete(name));
    fetched.set(name, answer);
  }
  return fetched.get(name);
}

const normalised = (text) => text.normalize("NFKC").toLowerCase();

function keysOf(word) {
  const characters = Array.from(word);
  if (characters.length === 1) return characters;
  return characters.slice(1).map((next, number) => characters[number] + next);
}

function bucketOf(key, buckets) {
  const [first, second] = Array.from(key, (character) => character.codePointAt(0));
  return (first * 31 + (second || 0)) % buckets;
}

// Numbers of the entries that may hold every key. `complete` is false where the index keeps only the first of them.
async function candidates(keys, index) {
  const postings = await Promise.all(
    keys.map(async (key) => (await load(`${index.folder}/w/${bucketOf(key, index.buckets)}.json`))[key]),
  );
  if (postings.some((numbers) => !numbers)) return { numbers: [], complete: true };
  const whole = postings.filter((numbers) => numbers[0] === numbers.length - 1);
  const used = whole.length ? whole : [postings.reduce((one, other) => (other[0] < one[0] ? other : one))];
  let found = null;
  for (const [, ...steps] of used.sort((one, other) => one.length - other.length)) {
    let at = 0;
    const numbers = steps.map((step) => (at += step));
    if (found) {
      const there = new Set(numbers);
      found = found.filter((number) => there.has(number));
    } else {
      found = numbers;
    }
  }
  return { numbers: found, complete: whole.length > 0 };
}

// Entries that really hold every word, block by block, until there are enough.
async function entries(question, wanted) {
  const index = await load("index.json");
  const words = normalised(question).split(/\s+/).filter(Boolean).slice(0, MOST_WORDS);
  const keys = [...new Set(words.flatMap(keysOf))];
  if (!keys.length) return null;
  const { numbers, complete } = await candidates(keys, index);
  const found = [];
  const blocks = new Set();
  for (const number of numbers) {
    const block = Math.floor(number / index.block);
    blocks.add(block);
    if (found.length > wanted || blocks.size > MOST_BLOCKS) return { found: found.slice(0, wanted), words, complete: false };
    const entry = (await load(`${index.folder}/e/${block}.json`))[number % index.block];
    const text = normalised(entry.slice(2).join(" "));
    if (words.every((word) => text.includes(word))) found.push(entry);
  }
  return { found, words, complete };
}

// The text with the words marked. Text nodes only: what the index says is never read as HTML.
function marked(text, words) {
  const plain = normalised(text);
  const piece = document.createDocumentFragment();
  let at = 0;
  while (plain.length === text.length && at < text.length) {
    const hits = words.map((word) => [plain.indexOf(word, at), word.length]).filter(([start]) => start >= 0);
    if (!hits.length) break;
    const [start, length] = hits.reduce((one, other) => (other[0] < one[0] ? other : one));
    const mark = document.createElement("mark");
    mark.textContent = text.slice(start, start + length);
    piece.append(text.slice(at, start), mark);
    at = start + length;
  }
  piece.append(text.slice(at));
  return piece;
}

function lineOf([kind, path, chinese, english, others], words) {
  const title = document.createElement("p");
  title.className = "entry-title";
  const link = document.createElement("a");
  link.href = say.prefix + path;
  link.append(marked((say.prefix && english) || chinese, words));
  if (say.prefix && !english) link.lang = "zh-Hans";
  title.append(link);
  const note = document.createElement("p");
  note.className = "soft";
  note.append(marked([kinds.get(kind), others].filter(Boolean).join(" · "), words));
  const item = document.createElement("li");
  item.className = "entry";
  item.append(title, note);
  return item;
}

let asked = 0;
async function search(wanted = A_PAGE) {
  const question = box.value;
  const turn = ++asked;
  history.replaceState(null, "", question ? `?q=${encodeURIComponent(question)}` : location.pathname);
  status.textContent = question.trim() ? say.waiting : "";
  let answer = null;
  try {
    answer = question.trim() ? await entries(question, wanted) : null;
  } catch {
    if (turn === asked) status.textContent = say.failed;
    return;
  }
  if (turn !== asked) return; // a later question is on its way
  const found = answer ? answer.found : [];
  list.replaceChildren(...found.map((entry) => lineOf(entry, answer.words)));
  more.hidden = !answer || answer.complete || found.length < wanted;
  const words = answer && (found.length ? (answer.complete ? say.all : say.some) : say.none);
  status.textContent = words ? words.replace("{number}", found.length) : "";
}

let pause;
box.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(search, 150);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(pause);
  search();
});
more.addEventListener("click", async () => {
  const before = list.children.length;
  await search(before + A_PAGE);
  list.children[before]?.querySelector("a").focus();
});

box.value = new URLSearchParams(location.search).get("q") || "";
search();
