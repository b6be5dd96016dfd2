package io.spotkeeper.cloud;

/**
 * An instance type of a cloud's catalogue.
 *
 * @param name as it is bought
 * @param family the cloud's own word for types of one make
 * @param vcpus at least 1
 * @param memoryGiB whole GiB, what is less than a whole one left out
 */
public record InstanceType(String name, String family, int vcpus, int memoryGiB) {}
