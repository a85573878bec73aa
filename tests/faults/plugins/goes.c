int from_the_library_that_goes(void);
int from_the_library_that_goes(void) { return 1; }
