/* True in development and in the build made to look at the parts. */
declare const __PARTS__: boolean;
