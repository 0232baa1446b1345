// Reloads the page when the content was read again. The first event tells the
// state that is shown; any other number means that there is a newer one.
let shown = null;
const events = new EventSource("/_advgen/events");
events.addEventListener("message", (event) => {
  if (shown === null) {
    shown = event.data;
  } else if (shown !== event.data) {
    events.close();
    location.reload();
  }
});
