// A link or a QR code brings the code along: send the form at once. Without this script the visitor presses the button.
const form = document.querySelector("form[data-submit]");
if (form) {
  // The way back from the next page must lead to a form that does not send itself again.
  const query = new URLSearchParams(location.search);
  query.delete("code");
  history.replaceState(null, "", `?${query}`);
  form.submit();
}
