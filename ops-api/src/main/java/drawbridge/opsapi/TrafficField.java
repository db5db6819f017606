package drawbridge.opsapi;

import java.util.List;
import java.util.Objects;

/// One field that would be written otherwise.
///
/// @param field a place in the record that is written (`app.event /title`), a group of fields
///   (`group title`), or `the record`
/// @param changes how many of the changes it concerns
/// @param samples the newest of them, not all
public record TrafficField(String field, long changes, List<TrafficSample> samples) {

    public TrafficField {
        Objects.requireNonNull(field, "field");
        samples = List.copyOf(samples);
    }
}
