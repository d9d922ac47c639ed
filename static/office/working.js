'use strict';

/* A button whose work takes long is pressed once, and says so while it works. */
for (const button of document.querySelectorAll('[data-working]')) {
    const [words, status] = [button.value, document.getElementById('working')];

    const show = (isWorking) => {
        button.disabled = isWorking;
        button.value = isWorking ? button.dataset.working : words;
        status.textContent = isWorking ? button.dataset.working : '';
    };

    button.form.addEventListener('submit', () => setTimeout(() => show(true))); // not before it is sent
    window.addEventListener('pageshow', () => show(false)); // who comes back may press again
}
