package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CatalogTest {

    @Test
    void addsAndValues() {
        Catalog catalog = new Catalog();
        catalog.add("tea", 3, 7);
        assertEquals(21, catalog.value("tea"));
    }
}
