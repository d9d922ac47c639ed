// A sheet in the queue: asks how far it is and shows it; loads the page anew when there is more to say than numbers.

const EVERY = 1500;
const SPOKEN_EVERY = 10; // per cent between two sentences for a screen reader

const box = document.querySelector('.sheet-progress');
const title = box.querySelector('h2');
const bar = box.querySelector('progress');
const sentence = box.querySelector('.sheet-progress-sentence');
const spoken = box.querySelector('[role=status]');
const cancel = box.querySelector('.sheet-cancel');
let said = '';

function show(now) {
    title.textContent = now.title;
    sentence.textContent = now.sentence;
    if (now.percent === null) {
        bar.removeAttribute('value');
    } else {
        bar.value = now.percent;
    }
    for (const phase of box.querySelectorAll('[data-phase]')) {
        phase.setAttribute('aria-current', phase.dataset.phase === now.phase ? 'step' : 'false');
    }
    if (cancel) {
        cancel.hidden = !now.mayCancel;
    }
    const stage = `${now.phase} ${Math.floor((now.percent ?? 0) / SPOKEN_EVERY)}`;
    if (stage !== said) {
        said = stage;
        spoken.textContent = now.sentence;
    }
}

async function ask() {
    try {
        const answer = await fetch(box.dataset.address, {credentials: 'same-origin'});
        if (answer.redirected || [403, 404].includes(answer.status)) {
            location.reload(); // signed out, or the right is gone: the page says so
            return;
        }
        const now = await answer.json();
        if (now.standing !== box.dataset.standing) {
            location.reload();
            return;
        }
        show(now);
    } catch {
        // The portal does not answer for a moment: the next question will tell.
    }
    setTimeout(ask, EVERY);
}

box.querySelector('.sheet-refresh').hidden = true;
setTimeout(ask, EVERY);
