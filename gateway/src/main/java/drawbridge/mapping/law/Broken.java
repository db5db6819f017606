package drawbridge.mapping.law;

import drawbridge.mapping.FieldName;
import drawbridge.mapping.GroupName;

/// A law that does not hold, with the first value by which it does not.
///
/// @param example what happened to the value, as a sentence without a full stop
public record Broken(Law law, GroupName group, FieldName field, String example) {

    public String sentence() {
        return "the law " + law.word() + " does not hold: " + example;
    }
}
