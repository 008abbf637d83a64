/** The door of the package image-size, loaded where a picture is to be counted. */
export { imageSize } from 'image-size';
