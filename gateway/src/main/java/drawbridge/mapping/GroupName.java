package drawbridge.mapping;

/// The name of a group of fields that move together.
public record GroupName(String value) implements Comparable<GroupName> {

    @Override
    public int compareTo(GroupName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
