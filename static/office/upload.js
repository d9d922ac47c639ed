// The file of a sheet: dropped onto the box or chosen, told by name and size, refused at once where it is too large.

const box = document.querySelector('.sheet-drop');
const field = box.querySelector('input[type=file]');
const told = box.querySelector('.sheet-drop-file');
const form = box.closest('form');
const button = form.querySelector('[type=submit]');
const MIB = 1024 * 1024;

function size(bytes) {
    return bytes < MIB ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / MIB).toFixed(1)} MB`;
}

function tell() {
    const [file] = field.files;
    const isTooLarge = Boolean(file) && file.size > Number(box.dataset.limit);
    told.textContent = file ? `${file.name} · ${size(file.size)}` : '';
    box.classList.toggle('sheet-drop-filled', Boolean(file) && !isTooLarge);
    box.classList.toggle('sheet-drop-wrong', isTooLarge);
    field.setCustomValidity(isTooLarge ? box.dataset.tooLarge : '');
    box.querySelector('.sheet-drop-wrong-sentence').hidden = !isTooLarge;
}

function isOfFiles(event) {
    return event.dataTransfer?.types.includes('Files');
}

// A file dropped beside the box would otherwise open in the browser, and the page would be gone.
for (const name of ['dragover', 'drop']) {
    document.addEventListener(name, (event) => {
        if (isOfFiles(event)) {
            event.preventDefault();
            box.classList.toggle('sheet-drop-over', name === 'dragover');
        }
    });
}

document.addEventListener('dragleave', (event) => {
    if (!event.relatedTarget) {
        box.classList.remove('sheet-drop-over');
    }
});

document.addEventListener('drop', (event) => {
    if (isOfFiles(event) && event.dataTransfer.files.length) {
        const [first] = event.dataTransfer.files;
        const one = new DataTransfer();
        one.items.add(first);
        field.files = one.files;
        tell();
        field.focus();
    }
});

field.addEventListener('change', tell);
form.addEventListener('submit', () => {
    // A second click would send the file a second time.
    button.value = box.dataset.sending;
    setTimeout(() => {
        button.disabled = true;
    });
});
window.addEventListener('pageshow', (event) => {
    if (event.persisted) {
        location.reload();
    }
});
tell();
