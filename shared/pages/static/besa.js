// The pages work without this file; it adds the menu on a phone, counters, quick exit by keyboard and the focus on errors.
import { initAll } from "./govuk-frontend-6.6.0.min.js";

initAll();
