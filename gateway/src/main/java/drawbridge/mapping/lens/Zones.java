package drawbridge.mapping.lens;

import com.ibm.icu.util.TimeZone;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRulesProvider;
import java.util.Optional;

/// Names of time zones, as systems write them.
final class Zones {

    /// Of the data by which this process reads zones, such as `2026a`; it comes with the platform.
    static final String VERSION = ZoneRulesProvider.getVersions("UTC").lastEntry().getKey();

    /// Where a name of Windows stands for several zones, the one that it has without a country.
    private static final String ANY_COUNTRY = "001";

    private Zones() {}

    /// The name of Windows for a zone; empty where Windows has none.
    static Optional<String> windows(ZoneId zone) {
        return Optional.ofNullable(TimeZone.getWindowsID(zone.getId()));
    }

    /// The zone that Windows makes of a zone: one for all that it has one name for.
    static ZoneId ofWindows(ZoneId zone) {
        return zone instanceof ZoneOffset ? zone : windows(zone).map(Zones::of).orElse(zone);
    }

    /// A name of the IANA database, an offset, or a name of Windows, such as `GMT Standard Time`,
    /// which is London, in summer too (windowsZones of the Unicode CLDR).
    ///
    /// @throws DateTimeException if it is none of these
    static ZoneId of(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            String known = TimeZone.getIDForWindowsID(name, ANY_COUNTRY);
            if (known == null) {
                throw unknown;
            }
            return ZoneId.of(known);
        }
    }
}
