// Leaflet with the pictures of its markers inside, so that it looks for no files beside itself.
import L from "leaflet";
import icon from "leaflet/dist/images/marker-icon.png";
import iconTwice from "leaflet/dist/images/marker-icon-2x.png";
import shadow from "leaflet/dist/images/marker-shadow.png";

delete L.Icon.Default.prototype._getIconUrl; // it would ask the style sheet where the pictures are
L.Icon.Default.mergeOptions({ iconUrl: icon, iconRetinaUrl: iconTwice, shadowUrl: shadow });

export default L;
