package drawbridge.mapping;

/// A kind of thing in a system, written `system.resource` (`acme.appointment`).
public record ResourceName(String system, String resource) {

    @Override
    public String toString() {
        return system + "." + resource;
    }
}
