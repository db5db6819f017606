package drawbridge.mapping;

/// The neutral name of a mapped field, common to both sides.
public record FieldName(String value) implements Comparable<FieldName> {

    @Override
    public int compareTo(FieldName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
